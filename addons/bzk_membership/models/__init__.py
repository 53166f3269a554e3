from . import (
    genre,
    import_rejection,
    import_run,
    import_target,
    leaving_reason,
    library_loader,
    loan_stat,
    membership,
    membership_change,
    membership_search,
    membership_type,
    res_partner,
)
