{
    "name": "Library CRM: one customer",
    "summary": "Identity, household, contact moments and the one view of a customer",
    "version": "19.0.1.0.0",
    "category": "Marketing",
    "author": "Bibliotheek CRM",
    "website": "https://github.com/bibliotheek-crm/bibliotheek-crm",
    "license": "AGPL-3",
    "depends": ["bzk_base"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/ir_cron_search.xml",
        "views/customer_search_views.xml",
        "views/res_partner_views.xml",
        "views/merge_views.xml",
        "views/menus.xml",
    ],
}
