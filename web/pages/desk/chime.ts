/** Two short sounds, one a kind, made here: nothing to load, and soft enough for a headphone ear. */
const NOTES: Record<"request" | "tip", readonly number[]> = { request: [660], tip: [784, 1046] };
const NOTE_S = 0.14;
const VOLUME = 0.08;

let audio: AudioContext | null = null;

export function chime(kind: "request" | "tip"): void {
  audio ??= new AudioContext();
  const context = audio;
  NOTES[kind].forEach((pitch, index) => {
    const at = context.currentTime + index * NOTE_S;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(VOLUME, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + NOTE_S * 2);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + NOTE_S * 2);
  });
}
