from . import (
    demo,
    demo_consent,
    demo_contact,
    demo_identity,
    demo_relation_work,
    demo_relations,
    demo_sales,
    demo_taalplein,
    demo_third_half,
)

# isort: split
# Mailings invite to activities and go to who agreed: after all that was loaded.
from . import demo_campaigns
