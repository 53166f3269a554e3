from . import (
    demo,
    demo_contact,
    demo_identity,
    demo_sales,
    demo_third_half,
)
