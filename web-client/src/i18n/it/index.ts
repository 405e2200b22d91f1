import auth from './auth.ftl?raw'
import common from './common.ftl?raw'
import editor from './editor.ftl?raw'
import errors from './errors.ftl?raw'
import templates from './templates.ftl?raw'

export default [common, auth, templates, editor, errors]
