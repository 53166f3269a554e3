"""What is set once, when the addon is installed."""


def post_init_hook(env):
    """Keep the server quiet towards the outside and safe by default.

    The publisher's ping sends figures about the database to a third party; a library decides for
    itself what leaves the house, so its scheduled action is switched off.
    """
    ping = env.ref("mail.ir_cron_module_update_notification", raise_if_not_found=False)
    if ping:
        ping.active = False
