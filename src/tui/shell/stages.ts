export { readOut } from './read-out.tsx';
export { show } from './show.tsx';
