"""What can go wrong between the CRM and a ticketing system."""

#: Every reason, so that whoever shows reasons to people can cover them all.
CODES = (
    "address",
    "insecure",
    "unreachable",
    "timeout",
    "busy",
    "failing",
    "moved",
    "unauthorized",
    "forbidden",
    "not_found",
    "refused",
    "not_understood",
    "too_large",
)


class ConnectionProblem(Exception):
    """A request that did not give what was asked. It never names the token or a customer.

    :param str code: one of :data:`CODES`
    :param params: what the message to a person names besides
    """

    def __init__(self, code, **params):
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self):
        details = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.code} ({details})" if details else self.code
