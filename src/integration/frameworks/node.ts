export { type HttpLogger, httpLogger, type Next, userOf } from '../logging/http-logger.ts';
