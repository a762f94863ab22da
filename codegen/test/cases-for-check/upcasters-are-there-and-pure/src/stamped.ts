export const stamped = (text: string): string => `${text} ${performance.now()}`
