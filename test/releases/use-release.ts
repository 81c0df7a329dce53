import { loadRelease, type ReleasePlaces } from '../../scripts/release-modules.ts';
import { goOn } from '../../scripts/release-story.ts';

// Goes on with a database as the version does whose sources are in a folder; prints what came of it.

const [sources = '', database = '', keys = '', schoolFile = '', at = ''] = process.argv.slice(2);
const places: ReleasePlaces = { database, keys, schoolFile };
process.stdout.write(JSON.stringify(await goOn(await loadRelease(sources), places, at)));
