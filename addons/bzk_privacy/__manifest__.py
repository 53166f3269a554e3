{
    "name": "Library CRM: privacy",
    "summary": "Access requests, erasure and retention, answered from the screen",
    "version": "19.0.1.0.0",
    "category": "Marketing",
    "author": "Bibliotheek CRM",
    "website": "https://github.com/bibliotheek-crm/bibliotheek-crm",
    "license": "AGPL-3",
    "depends": ["bzk_base"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "views/menus.xml",
    ],
}
