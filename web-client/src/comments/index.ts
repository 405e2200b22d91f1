/** The page's part of discussions: pins on the desk, the discussion beside them, and the list of all. */
export { CommentsPanel } from './CommentsPanel'
export { CommentsProvider, useComments, useDiscussions, usePins, type OpenedComments } from './context'
export { Heard } from './Heard'
export { commentsOf } from './open'
export { PinsOnDesk } from './PinsOnDesk'
export { goToThread, stepThread } from './step'
export { ThreadPopover } from './ThreadPopover'
