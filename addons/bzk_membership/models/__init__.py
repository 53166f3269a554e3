from . import membership_type
from . import leaving_reason
from . import genre
from . import membership
from . import membership_search
from . import loan_stat
from . import membership_change
from . import res_partner
