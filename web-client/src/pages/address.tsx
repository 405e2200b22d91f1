/** An e-mail address, or a name: where there is no room for it, an address goes on in the next line behind its @. */
export function Address({ of: address }: { of: string }) {
  const at = address.indexOf('@') + 1
  return at === 0 ? address : <>{address.slice(0, at)}<wbr />{address.slice(at)}</>
}
