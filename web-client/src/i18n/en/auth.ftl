sign-in-title = Welcome
sign-in-text = As whom would you like to work?
sign-in-local = Sign-in without a password, on this computer only: to get to know the tool and try it. Each person sees only the templates of their own organisation.
sign-in-people = People of { $organisation }
sign-in-none-title = Nobody can sign in here yet
sign-in-none-text = Local sign-in is off, and no other is set up. Whoever runs the server turns it on with the setting LOCAL_SIGN_IN.
sign-in-loading = Loading people …
sign-in-failed = Signing in did not work.
signed-out = You are signed out.
session-ended = Your session has ended. Please sign in again.

sign-in-workos-text = Sign in with the account of your organisation.
sign-in-action = Sign in
sign-in-or = Or as a sample person, without a password:

role-admin-can = May do everything, including people and settings
role-designer-can = Designs templates and changes anything in them
role-content-editor-can = Looks after the texts, not the design
role-approver-can = Checks, approves and publishes
role-viewer-can = Looks on without changing
sign-in-verify = Check a certificate, without an account
