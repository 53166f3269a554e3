"""The part of the import benchmark that uses Odoo's own base_import."""

import csv
import io

STOCK_ROWS = 5_000
#: The web client sends base_import's file in batches of this many rows.
STOCK_BATCH = 2_000


def stock_file(env, profile, path):
    """Make the file that base_import can read: cleaned, with ids so that it can find them again.

    :return: (CSV as bytes, names of the fields in order)
    """
    from odoo.addons.bzk_base.importing.fields import map_columns
    from odoo.addons.bzk_base.importing.planning import Planner
    from odoo.addons.bzk_base.importing.readers import detect, rows

    target = env["bzk.import.target"]
    shape = detect(path, known_headers=profile._known_headers())
    specs = target._import_fields(profile.company_id)
    columns, _unknown = map_columns(shape.headers, profile._aliases(), specs)
    planner = Planner(columns, target._compose, len(shape.headers))
    person = [
        "initials",
        "firstname",
        "infix",
        "lastname",
        "gender",
        "birthdate",
        "street",
        "zip",
        "city",
        "email",
    ]
    member = ["number", "date_start", "loans_total", "last_loan_date", "fee"]
    types = {type_.id: type_.name for type_ in env["bzk.membership.type"].search([])}
    branches = {branch.id: branch.name for branch in env["bzk.branch"].search([])}
    names = ["id", *person, "phone", "branch_id", "membership_ids/id"]
    names += [f"membership_ids/{name}" for name in (*member, "type_id", "branch_id")]
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(names)
    batch = planner.identify(
        row for row, _n in zip(rows(path, shape), range(STOCK_ROWS), strict=False)
    )
    for row in batch.rows:
        values, _remarks = planner.clean(row)
        branch = branches[values["branch_id"]]
        writer.writerow(
            [
                f"__bench__.partner_{row.key}",
                *(values.get(name) or "" for name in person),
                values.get("phone_display") or "",
                branch,
                f"__bench__.membership_{row.key}",
                *(values.get(name) or "" for name in member),
                types[values["type_id"]],
                branch,
            ]
        )
    return buffer.getvalue().encode(), names


def base_import(env, content, names, model="res.partner"):
    """Import a file as the web client does, batch by batch."""
    options = {
        "quoting": '"',
        "separator": ",",
        "has_headers": True,
        "encoding": "utf-8",
        "date_format": "%Y-%m-%d",
        "datetime_format": "",
        "float_thousand_separator": "",
        "float_decimal_separator": ".",
        "advanced": True,
        "keep_matches": False,
        "import_skip_records": [],
        "import_set_empty_fields": [],
        "fallback_values": {},
        "name_create_enabled_fields": {},
        "tracking_disable": True,
        "limit": STOCK_BATCH,
    }
    wizard = env["base_import.import"].create(
        {
            "res_model": model,
            "file": content,
            "file_name": "import.csv",
            "file_type": "text/csv",
        }
    )
    skip = 0
    while True:
        done = wizard.execute_import(names, names, {**options, "skip": skip})
        errors = [message for message in done["messages"] if message["type"] == "error"]
        if errors:
            raise SystemExit(f"base_import refused the file: {errors[0]}")
        env.flush_all()
        if not done.get("nextrow"):
            return
        skip = done["nextrow"]
