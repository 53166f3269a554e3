{
    "name": "Library CRM",
    "summary": "The CRM of the public library as one install",
    "version": "19.0.1.0.0",
    "category": "Marketing",
    "author": "Bibliotheek CRM",
    "website": "https://github.com/bibliotheek-crm/bibliotheek-crm",
    "license": "AGPL-3",
    "depends": [
        "auth_signup",
        "base_import",
        "bzk_base",
        "bzk_customer",
        "bzk_membership",
        "bzk_privacy",
        "calendar",
        "privacy_lookup",
        "web_hierarchy",
    ],
    "data": [
        "data/res_users.xml",
    ],
    "application": True,
}
