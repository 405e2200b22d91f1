import { browserSurroundings } from '../../sync/surroundings'
import { StreamedNews } from '../../sync/streamed-news'

/** What is new for a guest: a guest sees one draft alone. */
export const guestNews = new StreamedNews('/api/guest/live', browserSurroundings)
