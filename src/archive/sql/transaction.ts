/**
 * Runs `work` between `begin` and COMMIT; when anything throws, all is rolled back.
 *
 * @param run runs a statement
 */
export function inTransaction<T>(run: (sql: string) => void, begin: string, work: () => T): T {
  run(begin)
  try {
    const result = work()
    run('COMMIT')
    return result
  } catch (error) {
    try {
      run('ROLLBACK')
    } catch {
      // The engine has rolled back by itself, as it does when the disk is full.
    }
    throw error
  }
}
