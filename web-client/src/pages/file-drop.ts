import { useEffect, useState, type DragEvent } from 'react'

const holdsFiles = (data: DataTransfer | null): boolean => data?.types.includes('Files') === true

/** What a part of a page is given so that files can be dropped on it, and whether some are held over it. */
export interface FileDrop {
  readonly isOver: boolean
  readonly drop: { readonly onDragOver: (event: DragEvent) => void; readonly onDragLeave: (event: DragEvent) => void; readonly onDrop: (event: DragEvent) => void }
}

/** Takes files that are dropped on a part of a page. */
export function useFileDrop(onFiles: (files: readonly File[]) => void): FileDrop {
  const [isOver, setOver] = useState(false)
  return {
    isOver,
    drop: {
      onDragOver: event => {
        if (!holdsFiles(event.dataTransfer)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
        setOver(true)
      },
      onDragLeave: event => { if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setOver(false) },
      onDrop: event => {
        if (!holdsFiles(event.dataTransfer)) return
        event.preventDefault()
        setOver(false)
        onFiles([...event.dataTransfer.files])
      },
    },
  }
}

/** A file that misses the place for it is not opened in place of the page. */
export function useStrayDrops(): void {
  useEffect(() => {
    const keep = (event: globalThis.DragEvent): void => { if (holdsFiles(event.dataTransfer)) event.preventDefault() }
    window.addEventListener('dragover', keep)
    window.addEventListener('drop', keep)
    return () => {
      window.removeEventListener('dragover', keep)
      window.removeEventListener('drop', keep)
    }
  }, [])
}
