export {
  type HttpLogger,
  httpLogger,
  type Next,
  type NodeRequest,
  type NodeResponse,
  userOf,
} from '../logging/http-logger.ts';
