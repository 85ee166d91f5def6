import { writeWebsiteTraffic } from '../test/helpers/website-traffic.ts';

// Makes a database of the tests' real traffic that ends now: `node scripts/website-traffic.ts FILE [copies]`. One copy has
// 10,000 calls of three and a half days; a hundred reach back for a year.

const [path, copies = '1'] = process.argv.slice(2);
if (path === undefined || !/^[1-9]\d*$/.test(copies)) throw new Error('website-traffic FILE [copies]');
writeWebsiteTraffic(path, { copies: Number(copies), end: new Date() });
