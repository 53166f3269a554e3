"""Why a cell is not taken in."""

#: Every reason that cleaning gives, so that whoever shows reasons to people can cover them all.
CODES = (
    "nul",
    "too_long",
    "invalid",
    "bad_key",
    "bad_name",
    "bad_postcode",
    "bad_house_number",
    "bad_email",
    "bad_phone",
    "bad_date",
    "date_in_future",
    "date_too_old",
    "bad_amount",
    "bad_number",
    "bad_boolean",
    "bad_gender",
)


class Refusal(ValueError):
    """A value that cannot be taken in as it stands.

    :param str code: the reason, from :data:`CODES` or one of the caller's own
    :param value: the value as it stood in the file
    :param params: what the message to a person names besides the value
    """

    def __init__(self, code, value, **params):
        super().__init__(code)
        self.code = code
        self.value = value
        self.params = params
