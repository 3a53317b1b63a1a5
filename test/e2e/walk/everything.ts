// What walks through every screen of the running product; too long for `npm test`, so it is run by `npm run test:page`.
import '../../web/accessibility.ts'
import './patience.ts'
import './devices.ts'
import './host.ts'
import './keys.ts'
import './newcomer.ts'
import './odds.ts'
import './screens.ts'
