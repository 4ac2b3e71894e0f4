"""The schema of agreements as one file: run by works.py, prints JSON."""

from __future__ import annotations

import json

from openaccord.schemas import document_schema, read_builtin

print(json.dumps(document_schema(read_builtin("agreement.schema.json")).document))
