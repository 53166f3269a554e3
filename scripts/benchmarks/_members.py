"""The members of the first library, imported as a library's own file is."""

import datetime
import os
import tempfile

LIBRARY = "zuid-kennemerland"
DATE = datetime.date(2026, 11, 21)


def import_members(env, members):
    """Load the libraries, import the members of the first one and make its demo logins.

    :param members: how many; ``None`` for all of them
    :return: the library, a ``res.company``
    """
    from odoo.addons.bzk_library.demodata import generate, schema

    print("Importing the members", flush=True)
    env["bzk.library.loader"].load_directory(os.environ["BZK_LIBRARIES"])
    profile = env["bzk.import.profile"].search(
        [("company_id.library_code", "=", LIBRARY), ("code", "=", "wise")]
    )
    with tempfile.TemporaryDirectory() as folder:
        files = generate(folder, LIBRARY, DATE, members=members)
        for name in (schema.CURRENT, schema.LEAVERS):
            run = env["bzk.import.run"].create_from_path(
                profile, files[name].path, partial=name == schema.LEAVERS
            )
            run.run_to_end(confirm=True)
    env["bzk.demo"]._create_users(profile.company_id)
    return profile.company_id
