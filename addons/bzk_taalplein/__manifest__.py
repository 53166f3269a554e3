{
    "name": "Library CRM: language point",
    "summary": "Learners of Dutch, volunteers, and who meets whom",
    "version": "19.0.1.0.0",
    "category": "Marketing",
    "author": "Bibliotheek CRM",
    "website": "https://github.com/bibliotheek-crm/bibliotheek-crm",
    "license": "AGPL-3",
    "depends": ["bzk_customer", "bzk_privacy"],
    "data": ["security/groups.xml"],
}
