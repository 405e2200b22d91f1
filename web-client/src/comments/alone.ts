/** One page of the browser at a time; where it has no locks, the keys of what is sent are enough. */
export async function alone<T>(name: string, run: () => Promise<T>): Promise<T> {
  const { locks } = navigator as Partial<Navigator>
  return locks === undefined ? run() : await locks.request(name, run) as T
}
