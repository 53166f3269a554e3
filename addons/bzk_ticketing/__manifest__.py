{
    "name": "Library CRM: activities",
    "summary": "Ticket orders, attendees, counts, mail around an activity and its evaluation",
    "version": "19.0.1.0.0",
    "category": "Marketing",
    "author": "Bibliotheek CRM",
    "website": "https://github.com/bibliotheek-crm/bibliotheek-crm",
    "license": "AGPL-3",
    "depends": ["bzk_consent", "event", "survey"],
    "data": [
        "security/groups.xml",
        "security/ir.model.access.csv",
        "security/rules.xml",
        "views/event_views.xml",
        "views/order_views.xml",
        "views/registration_views.xml",
        "views/menus.xml",
    ],
}
