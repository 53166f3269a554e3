from . import (
    demo,
    demo_contact,
    demo_identity,
    demo_sales,
)
