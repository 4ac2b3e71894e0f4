"""What no schema can say: whether records agree with each other, with the calendar and with the law."""
