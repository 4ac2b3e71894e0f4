"""Texts that try to make a reader's browser run something: each calls trip() with its own number if it can.

    python tests/browser/payloads.py

prints them all, one a line. A small grammar makes them: each family is a table of shapes, and the shapes are
filled with ways to make a call, one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, product

CALLS = (
    "trip({n})",
    "trip`{n}`",
    "window['tr'+'ip']({n})",
    "(trip)({n})",
    "self.trip?.({n})",
    "[{n}].map(trip)",
    "eval('trip({n})')",
    "setTimeout('trip({n})')",
    "Function('trip({n})')()",
    "\\u0074rip({n})",
    "trip(/*x*/{n})",
    "new Function`trip({n})`.call``",
    "Reflect.apply(trip,0,[{n}])",
    "with(window)trip({n})",
    "throw/**/trip({n})",
)
"""Ways to call trip(), without an angle bracket or a double quote, so that each fits every shape."""

STARTS_BY_ITSELF = (
    ("img src=x", "onerror"),
    ("img src=/ srcset=x", "onerror"),
    ("svg", "onload"),
    ("svg><animate attributeName=x dur=1s", "onbegin"),
    ("svg><set attributeName=x dur=1s", "onbegin"),
    ("svg><image href=x", "onerror"),
    ("svg><script href=x", "onerror"),
    ("body", "onload"),
    ("body", "onpageshow"),
    ("iframe src=about:blank", "onload"),
    ("iframe srcdoc=x", "onload"),
    ("object data=x", "onerror"),
    ("embed src=x", "onload"),
    ("video src=x", "onerror"),
    ("video><source src=x", "onerror"),
    ("audio src=x", "onerror"),
    ("audio src=x", "onloadstart"),
    ("script src=x", "onerror"),
    ("style", "onload"),
    ("link rel=stylesheet href=x", "onerror"),
    ("input autofocus", "onfocus"),
    ("input type=image src=x", "onerror"),
    ("select autofocus", "onfocus"),
    ("textarea autofocus", "onfocus"),
    ("button autofocus", "onfocus"),
    ("a href=/ autofocus", "onfocus"),
    ("x tabindex=0 autofocus", "onfocusin"),
    ("details open", "ontoggle"),
    ("marquee", "onstart"),
    ("x style=content-visibility:auto", "oncontentvisibilityautostatechange"),
    ("math><mtext tabindex=0 autofocus", "onfocus"),
)
WAITS_FOR_A_READER = (
    *product(
        ("b", "a href=#", "p contenteditable", "svg><rect width=99 height=99", "math><mi"),
        ("onmouseover", "onclick", "onpointerenter", "onauxclick"),
    ),
    *product(("input", "textarea"), ("oninput", "onkeydown", "onpaste", "onbeforeinput", "onblur")),
    ("form", "onsubmit"),
    ("details", "onclick"),
    ("x", "onwheel"),
    ("x", "ondragstart"),
    ("x", "oncopy"),
    ("x", "ontouchstart"),
    ("x", "ontransitionend"),
    ("x", "onanimationend"),
)
TAGS = (
    "<{tag} {handler}={call}>",
    '<{tag} {handler}="{call}">',
    "<{tag} {handler}='{quoted}'>",
    "<{tag}/{handler}={call}//",
    "<{tag}\t{handler}\t=\t{call} >",
    "<{tag}\n{handler}\n=\n{call}>",
    "<{TAG} {HANDLER}={call}>",
    "<{tag} x='>' {handler}={call}>",
    '<{tag} x=">" {handler}={call} {handler}=x>',
)
"""Separators, quotes, case and decoys."""

SCHEMES = (
    "javascript:{call}",
    "JaVaScRiPt:{call}",
    " javascript:{call}",
    "java\tscript:{call}",
    "java\nscript:{call}",
    "javascript&colon;{call}",
    "javascript&#58;{call}",
    "&#106;avascript:{call}",
    "&#x6a;&#x61;vascript:{call}",
    "&Tab;javascript:{call}",
    "java&NewLine;script:{call}",
    "javascript://%0a{call}",
    "javascript://a.example/%0a{call}",
    "javascript:/*--></title></style>*/{call}",
    "javascript:void {call}",
    "data:text/html,<script>{call}</script>",
    "data:text/html;charset=utf-8,%3Cscript%3E{call}%3C/script%3E",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='{quoted}'/>",
    "vbscript:{call}",
    "view-source:javascript:{call}",
    "feed:javascript:{call}",
    "jar:javascript:{call}!/",
)
HOLDERS = (
    '<a href="{scheme}">x</a>',
    '<iframe src="{scheme}"></iframe>',
    '<form action="{scheme}"><input type=submit></form>',
    '<button form=f formaction="{scheme}">x</button><form id=f></form>',
    '<svg><a href="{scheme}"><text y=9>x</text></a></svg>',
    '<svg><a xlink:href="{scheme}"><text y=9>x</text></a></svg>',
    '<math href="{scheme}">x</math>',
    '<map><area href="{scheme}" shape=default></map>',
    '<object data="{scheme}"></object>',
    '<embed src="{scheme}">',
    '<base href="{scheme}//"><a href=#>x</a>',
    "<meta http-equiv=refresh content='0;url={scheme}'>",
    "<svg><animate href=#a attributeName=href values='{scheme}'/><a id=a><text y=9>x</text></a></svg>",
    "[x]({scheme})",
    "[x](<{scheme}>)",
    '[x]({scheme} "title")',
    "![x]({scheme})",
    "<{scheme}>",
    "[x][1]\n\n[1]: {scheme}",
    "[![x](x)]({scheme})",
)
"""What a scheme can stand in, Markdown among it."""

SCRIPTS = (
    "<script>{call}</script>",
    "<SCRIPT>{call}</SCRIPT>",
    "<script >{call}</script >",
    "<script\n>{call}</script\n>",
    "<script/x>{call}</script/x>",
    "<script type=module>{call}</script>",
    "<script src=data:text/javascript,{call}></script>",
    "<svg><script>{call}</script></svg>",
    "<svg><script href='data:text/javascript,{quoted}'/></svg>",
    "<math><mtext><script>{call}</script></mtext></math>",
    "<scr<script>ipt>{call}</scr</script>ipt>",
    "<<script>{call}//<</script>",
    "<script>{call}<!-- </script>",
    "<iframe srcdoc='<script>parent.{quoted}</script>'></iframe>",
    "<iframe srcdoc='&lt;script&gt;parent.{quoted}&lt;/script&gt;'></iframe>",
    "<template><script>{call}</script></template><script>{call}</script>",
    "<noscript><img src=x onerror={call}></noscript><script>{call}</script>",
    "<xml><script>{call}</script></xml>",
)
BREAKOUTS = (
    '">',
    "'>",
    "\">'>",
    '" >',
    "-->",
    "--!>",
    "]]>",
    "*/",
    "</title>",
    "</textarea>",
    "</style>",
    "</script>",
    "</noscript>",
    "</template>",
    "</select>",
    "</svg>",
    "</math>",
    "</xmp>",
    "</iframe>",
    "</a></p></dd></dl></main>",
    "<!--><",
    "<![CDATA[>",
    "<?x >",
    '\\">',
    "&quot;>",
)
INTO_AN_ATTRIBUTE = (
    '" onmouseover={call} x="',
    "' onmouseover={call} x='",
    '" autofocus onfocus={call} x="',
    "' autofocus onfocus={call} x='",
    "x onmouseover={call}",
    "` onmouseover={call}",
    '"\tonpointerenter={call}\tx="',
    '" style=content-visibility:auto oncontentvisibilityautostatechange={call} x="',
    '" srcdoc="<script>parent.{call}</script>',
    "&quot; onmouseover={call} x=&quot;",
)
INTO_A_SCRIPT = (
    "';{call}//",
    '";{call}//',
    "\\';{call}//",
    '\\";{call}//',
    "`;{call}//",
    "${{{call}}}",
    "'-{call}-'",
    '"-{call}-"',
    "'+{call}+'",
    "</script><script>{call}</script>",
    "</ScRiPt ><script>{call}</script>",
    "<!--<script>{call}",
    "\\u003cscript\\u003e{call}\\u003c/script\\u003e",
    "\\x3cscript\\x3e{call}\\x3c/script\\x3e",
    '{{"a":"</script><script>{call}</script>"}}',
    '{{"__proto__":{{"toString":"{call}"}}}}',
    '","x":"</script><img src=x onerror={call}>',
    "*/{call}/*",
    "//\\n{call}",
)
TEMPLATES = (
    "{{{{ {call} }}}}",
    "{{{{constructor.constructor('{quoted}')()}}}}",
    "{{{{ ''.__class__.__mro__ }}}}<script>{call}</script>",
    "{{% raw %}}<script>{call}</script>{{% endraw %}}",
    '{{% include "x" %}}<script>{call}</script>',
    "{{{{ '<script>{call}</script>' | safe }}}}",
    "{{# x #}}<img src=x onerror={call}>",
    "${{'<script>{call}</script>'}}",
    "<%= '<script>{call}</script>' %>",
    "#{{'<img src=x onerror={call}>'}}",
    "[[<img src=x onerror={call}>]]",
    "{{{{{{<img src=x onerror={call}>}}}}}}",
    "<x ng-app ng-csp>{{{{$eval.constructor('{quoted}')()}}}}</x>",
    "<x v-html=\"'<img src=x onerror={call}>'\">",
    "openaccordmarkcontent<img src=x onerror={call}>openaccordmarkid",
    "</title><title>openaccordmarktitle<script>{call}</script>",
)
MUTATIONS = (
    "<svg></p><style><a id='</style><img src=x onerror={call}>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror={call}&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror={call}>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror={call}>",
    "<svg><foreignObject><p><style><img title='</style><img src=x onerror={call}>'>",
    "<select><template><style><!--</style><a rel='--></style></template><img src=x onerror={call}>'>",
    "<math><annotation-xml encoding='text/html'><style><img title='</style><img src=x onerror={call}>'>",
    "<svg><desc><img src=x onerror={call}></desc></svg>",
    "<svg><title><img src=x onerror={call}></title></svg>",
    "<table><tr><td><svg><style></td><img src=x onerror={call}>",
    "<listing>&lt;img src=x onerror={call}&gt;</listing>",
    "<xmp><p title='</xmp><img src=x onerror={call}>'>",
    "<plaintext><img src=x onerror={call}>",
    "<image src=x onerror={call}>",
    "<a><a><table><a><img src=x onerror={call}>",
    "<p><svg><p><img src=x onerror={call}>",
)
ENCODED = (
    "&lt;img src=x onerror={call}&gt;",
    "&#60;img src=x onerror={call}&#62;",
    "&#x3c;img src=x onerror={call}&#x3e;",
    "&#0000060img src=x onerror={call}&#0000062",
    "&amp;lt;script&amp;gt;{call}&amp;lt;/script&amp;gt;",
    "%3Cimg%20src=x%20onerror={call}%3E",
    "%253Cscript%253E{call}%253C/script%253E",
    "\\<img src=x onerror={call}\\>",
    "\uff1cscript\uff1e{call}\uff1c/script\uff1e",
    "\u02c2script\u02c3{call}\u02c2/script\u02c3",
    "<\u017fcript>{call}</\u017fcript>",
    "<\u0131mg src=x onerror={call}>",
    "<img src=x one\u00ad rror={call} onerror={call}>",
    "<img\u00a0src=x onerror={call}>",
    "<\u00e9><img src=x onerror={call}>",
    "\U000e003cscript\U000e003e{call}",
    "<img src=x onerror=&#116;rip({n})>",
    "<img src=x onerror=&#x74;rip&lpar;{n}&rpar;>",
    '<img src=x onerror="&quot;&quot;;{call}">',
    "<svg><script>&#116;rip({n})</script></svg>",
    "+ADw-script+AD4-{call}+ADw-/script+AD4-",
)
MARKDOWN = (
    "`<img src=x onerror={call}>`",
    "``` <img src=x onerror={call}>",
    "```\n<script>{call}</script>\n```",
    "~~~<img src=x onerror={call}>\n~~~",
    "    <script>{call}</script>",
    "# <img src=x onerror={call}>",
    "> <script>{call}</script>",
    "- <script>{call}</script>",
    "1. <script>{call}</script>",
    "*<img src=x onerror={call}>*",
    "**<svg onload={call}>**",
    "| <img src=x onerror={call}> |\n|---|\n| x |",
    "<div>\n\n<script>{call}</script>\n\n</div>",
    "<!-- x --><img src=x onerror={call}>",
    "<?php ?><img src=x onerror={call}>",
    '[x](https://a.example/ "\\"onmouseover={call} x=")',
    "[x](https://a.example/ 'y' onmouseover={call})",
    '[x](https://a.example/"onmouseover={call}//)',
    "[x](https://a.example/'onmouseover={call}//)",
    '<https://a.example/"onmouseover={call}//>',
    "<https://a.example/<img src=x onerror={call}>>",
    '<a@a.example"onmouseover={call}>',
    "[<img src=x onerror={call}>](https://a.example/)",
    "![<img src=x onerror={call}>](https://a.example/x.png)",
    '![x](https://a.example/x.png "<img src=x onerror={call}>")',
    '![x](x"onerror={call}//)',
    '[x]: https://a.example/ "<img src=x onerror={call}>"\n\n[x]',
    "[^1]\n\n[^1]: <img src=x onerror={call}>",
    "[x](https://a.example/){{onmouseover={call}}}",
    "{{: onmouseover={call} }}",
    "a  \n<img src=x onerror={call}>",
    "\\[x](javascript:{call})",
    "[x\\](javascript:{call})",
    "*[x]: <img src=x onerror={call}>",
    "!!! note <img src=x onerror={call}>\n    x",
    "http://a.example/<script>{call}</script>",
    "www.a.example/<script>{call}</script>",
)
STYLES = (
    "<style>@import 'javascript:{quoted}';</style><img src=x onerror={call}>",
    "<style>x{{animation:a 1s}}@keyframes a{{}}</style><x style='animation:a 1s' onanimationstart={call}>",
    "<div style=\"background:url('javascript:{quoted}')\" onmouseover={call}>x</div>",
    "<div style=width:expression({call}) onclick={call}>x</div>",
    "<p style='-moz-binding:url(x)' onclick={call}>x</p>",
    "<link rel=stylesheet href='data:text/css,*{{}}' onload={call}>",
    "<svg style='background:url(x)' onload={call}>",
    "</style><script>{call}</script><style>",
)
EXCERPTS = (
    "<mark><img src=x onerror={call}></mark>",
    "</mark><script>{call}</script><mark>",
    "<mark onmouseover={call}>x</mark>",
    "&lt;mark&gt;&lt;img src=x onerror={call}&gt;",
    "<ma<mark>rk><img src=x onerror={call}></mark>",
    "<im<mark>g src=x one</mark>rror={call}>",
)
FETCHES = (
    "<img src=https://outside.example/{n}>",
    "<img srcset='https://outside.example/{n} 1x'>",
    "<link rel=stylesheet href=https://outside.example/{n}>",
    "<link rel=prefetch href=https://outside.example/{n}>",
    "<link rel=preconnect href=https://outside.example:{n}>",
    "<script src=https://outside.example/{n}></script>",
    "<iframe src=https://outside.example/{n}></iframe>",
    "<video poster=https://outside.example/{n}></video>",
    "<audio src=https://outside.example/{n} autoplay></audio>",
    "<object data=https://outside.example/{n}></object>",
    "<embed src=https://outside.example/{n}>",
    "<style>@import 'https://outside.example/{n}';</style>",
    "<style>*{{background:url(https://outside.example/{n})}}</style>",
    "<p style='background:url(https://outside.example/{n})'>x</p>",
    "<svg><image href=https://outside.example/{n} /></svg>",
    "<svg><use href=https://outside.example/{n}#x /></svg>",
    "<input type=image src=https://outside.example/{n}>",
    "<body background=https://outside.example/{n}>",
    "<meta http-equiv=refresh content='0;url=https://outside.example/{n}'>",
    "<form action=https://outside.example/{n}><input autofocus onfocus=form.submit()></form>",
    "![x](https://outside.example/{n}.png)",
    "[![x](https://outside.example/{n}.png)](https://a.example/)",
    "![x](//outside.example/{n}.png)",
)
"""Nothing runs, but the page asks another site for something, or leaves."""


def shapes() -> Iterator[str]:
    """Every shape, in which {call}, {quoted} or {n} are still to be filled."""
    handlers = zip(cycle(TAGS), product(STARTS_BY_ITSELF, range(6)), strict=False)
    for tag, ((element, handler), _) in handlers:
        yield _tag(tag, element, handler)
    for tag, (element, handler) in zip(cycle(TAGS), WAITS_FOR_A_READER * 2, strict=False):
        yield _tag(tag, element, handler) + "x"
    for number, holder in enumerate(HOLDERS):
        for scheme in SCHEMES[number % 2 :: 2]:
            yield holder.replace("{scheme}", scheme)
    yield from SCRIPTS
    for breakout in BREAKOUTS:
        yield breakout + "<img src=x onerror={call}>"
        yield breakout + "<script>{call}</script>"
    families = (
        INTO_AN_ATTRIBUTE,
        INTO_A_SCRIPT,
        TEMPLATES,
        MUTATIONS,
        ENCODED,
        MARKDOWN,
        STYLES,
        EXCERPTS,
        FETCHES,
    )
    for family in families:
        yield from family


def _tag(shape: str, element: str, handler: str) -> str:
    """A shape with its element and handler, both also in capitals."""
    values = {"{tag}": element, "{TAG}": element.upper(), "{handler}": handler, "{HANDLER}": handler.upper()}
    for name, value in values.items():
        shape = shape.replace(name, value)
    return shape


def payloads() -> tuple[str, ...]:
    """Every shape filled; the text at place 7 calls trip(7)."""
    made = []
    for number, (shape, call) in enumerate(zip(shapes(), cycle(CALLS), strict=False)):
        filled = call.format(n=number)
        made.append(shape.format(call=filled, quoted=filled.replace("'", "&#39;"), n=number))
    return tuple(made)


if __name__ == "__main__":
    for payload in payloads():
        print(payload.encode("unicode_escape").decode())
