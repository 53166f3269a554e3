"""What is set once, when the addon is installed."""


def post_init_hook(env):
    """Keep the server quiet towards the outside, and its own accounts out of any one library.

    The publisher's ping sends figures about the database to a third party; a library decides for
    itself what leaves the house, so its scheduled action is switched off. Core gives its own two
    accounts to the first company, where the other libraries could not read who wrote a message.
    """
    ping = env.ref("mail.ir_cron_module_update_notification", raise_if_not_found=False)
    if ping:
        ping.active = False
    accounts = env.ref("base.user_root") | env.ref("base.user_admin")
    accounts.partner_id.company_id = False
