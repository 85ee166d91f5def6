import { afterAll } from 'vitest';
import { clearLeftovers } from './leftovers.ts';

// The programs that are tested have caches of their own.
delete process.env.NODE_COMPILE_CACHE;

// Files share a process and its modules: only what vitest runs anew for each file can end with it.
afterAll(clearLeftovers);
