import { type ChildProcess, fork } from 'node:child_process'

/** What each process of a team does at each whistle. */
export interface TeamTask {
  /** The name of the subject, as it is in `workloads/archives.ts`. */
  readonly subject: string
  readonly folder: string
  readonly bytes: number
  readonly sets: number
}

/** Starts processes that share one store; gives what makes all of them do their sets once, and counts these. */
export async function team(size: number, task: TeamTask): Promise<() => Promise<number>> {
  const script = new URL('team-member.js', import.meta.url)
  const members: ChildProcess[] = []
  process.once('exit', () => {
    for (const member of members) member.kill()
  })
  // One after the other: a bare engine may not bear several that make its files.
  for (let i = 0; i < size; i++) {
    const member = fork(script, [JSON.stringify({ ...task, name: `${i}` })])
    members.push(member)
    await answer(member)
  }
  return async () => {
    const answers = members.map(answer)
    for (const member of members) member.send('go')
    return (await Promise.all(answers)).reduce((sum, count) => sum + count, 0)
  }
}

function answer(member: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`a process of the team ended with ${code}`))
    member.once('exit', ended)
    member.once('message', (message) => {
      member.off('exit', ended)
      resolve(message as number)
    })
  })
}
