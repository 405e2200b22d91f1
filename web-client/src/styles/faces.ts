/**
 * The page's own faces: the very files that certificates are set in, from the server's one folder. A browser gets a face only when something is
 * shown in it, so that naming all of them costs nothing.
 */
import { FACES, faceUrl } from '../text/manifest'

/** Names every face to the browser. */
export function nameFaces(): void {
  for (const [index, { family, weight, italic }] of FACES.entries()) {
    document.fonts.add(new FontFace(family, `url("${faceUrl(index)}") format("truetype")`, {
      weight: weight.toString(), style: italic ? 'italic' : 'normal', display: 'swap',
    }))
  }
}
