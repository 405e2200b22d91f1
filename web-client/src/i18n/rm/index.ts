import auth from './auth.ftl?raw'
import editor from './editor.ftl?raw'
import errors from './errors.ftl?raw'
import people from './people.ftl?raw'
import settings from './settings.ftl?raw'
import shell from './shell.ftl?raw'
import sync from './sync.ftl?raw'
import templates from './templates.ftl?raw'
import tools from './tools.ftl?raw'

export default [shell, auth, templates, editor, tools, people, sync, settings, errors]
