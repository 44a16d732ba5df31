import Database from 'libsql'

/** What a program with an SQLite of its own sees in a database: rows as lists, and bytes as `Buffer`s. */
export async function rowsOf(path: string, sql: string): Promise<unknown[][]> {
  const database = new Database(path)
  try {
    return database
      .prepare(sql)
      .all([])
      .map((row: any) => Object.values(row))
  } finally {
    end(database)
  }
}

/** Does to a database what such a program does. */
export async function runSql(path: string, ...statements: string[]): Promise<void> {
  const database = new Database(path)
  try {
    for (const sql of statements) database.exec(sql)
  } finally {
    end(database)
  }
}

/** Closes it, log and all; libsql itself waits for the garbage collector. */
function end(database: any): void {
  database.close()
}
