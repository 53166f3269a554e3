from . import (
    test_demo,
    test_demo_history,
    test_demo_relations,
    test_demo_sales,
    test_erase_everything,
    test_erase_work_contact,
    test_libraries,
    test_personal_data,
    test_role_menus,
    test_separation,
)
