/** The page's part of discussions: pins on the desk, the discussion beside them, and the list of all. */
export { CommentsPanel } from './CommentsPanel'
export { CommentsProvider, useComments, usePins, type OpenedComments } from './context'
export { Heard } from './Heard'
export { commentsOf } from './open'
export { PinsOnDesk } from './PinsOnDesk'
export { goToThread, stepThread } from './step'
export { useDiscussions } from './talk'
export { ThreadPopover } from './ThreadPopover'
