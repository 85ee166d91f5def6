import { readdirSync, readFileSync } from 'node:fs';

/** Resources that a running process has used up to now, all its threads together. */
export interface Usage {
  readonly cpuMs: number;
  readonly residentMb: number;
  readonly peakMb: number;
  /** Bytes that it read from files, pipes and the terminal, from memory or disk; mapped files do not count. */
  readonly bytesRead: number;
}

/** Reads the usage of a process from Linux. */
export function usageOf(pid: number): Usage {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const io = readFileSync(`/proc/${pid}/io`, 'utf8');
  return {
    cpuMs: cpuMsOf(pid),
    residentMb: numberIn(status, 'VmRSS') / 1024,
    peakMb: numberIn(status, 'VmHWM') / 1024,
    bytesRead: numberIn(io, 'rchar'),
  };
}

// Nanoseconds on a processor; the better known counters of `stat` move in steps of 10 ms.
function cpuMsOf(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  return threads.reduce((sum, thread) => sum + cpuNsOfThread(pid, thread), 0) / 1e6;
}

function cpuNsOfThread(pid: number, thread: string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
  } catch {
    // It ended since the list was made.
    return 0;
  }
}

function numberIn(text: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? Number.NaN);
}
