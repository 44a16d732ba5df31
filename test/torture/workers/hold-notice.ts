import { writeSync } from 'node:fs'
import { Notices } from '../../../src/archive/dir/notices.js'

/** Posts a notice, says so, and withdraws it after `ms`. */
const { folder, ms } = JSON.parse(process.argv[2]!)
const notices = new Notices(folder)
const notice = notices.post()
writeSync(1, JSON.stringify('posted'))
setTimeout(() => notices.withdraw(notice), ms)
