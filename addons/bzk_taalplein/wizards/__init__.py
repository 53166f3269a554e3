from . import language_leave, language_match, language_page, language_pair_end
