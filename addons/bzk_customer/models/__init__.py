from . import base_partner_merge, merge, merge_line, res_partner
