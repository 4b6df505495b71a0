// What this machine can do at most: whatever one client says goes to all of them with one send() each.
// Messages that were read in one turn go out as one piece. Prints {"port":N}, and runs until it is ended.
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CLIENTS_MAX = 65536, READ_BYTES = 1 << 16, BATCH_BYTES = 1 << 20, EVENTS_MAX = 1024 };

struct client {
    int open, in;       // connected; the handshake is done
    uint8_t *rest;      // a request or frame that is not whole yet
    size_t rest_size;
    uint8_t *out;       // what the kernel did not take yet
    size_t out_size;
};

static struct client clients[CLIENTS_MAX];
static int fds_end, epoll_fd;
static uint8_t batch[BATCH_BYTES];
static size_t batch_size;

// FIPS 180-4, section 6.1, for the accept key of RFC 6455, section 4.2.2.
static uint32_t rotated(uint32_t word, int by) { return word << by | word >> (32 - by); }

static void sha1(const uint8_t *text, size_t size, uint8_t digest[20]) {
    uint32_t state[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
    uint8_t padded[192] = {0};
    size_t whole = (size + 9 + 63) / 64 * 64;
    memcpy(padded, text, size);
    padded[size] = 0x80;
    for (int i = 0; i < 8; i++) padded[whole - 1 - i] = (uint8_t)(size * 8 >> (8 * i));
    for (size_t at = 0; at < whole; at += 64) {
        uint32_t words[80], a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
        for (int i = 0; i < 16; i++)
            words[i] = (uint32_t)padded[at + 4 * i] << 24 | padded[at + 4 * i + 1] << 16 |
                       padded[at + 4 * i + 2] << 8 | padded[at + 4 * i + 3];
        for (int i = 16; i < 80; i++)
            words[i] = rotated(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
        for (int i = 0; i < 80; i++) {
            uint32_t mixed, key;
            if (i < 20) mixed = (b & c) | (~b & d), key = 0x5A827999;
            else if (i < 40) mixed = b ^ c ^ d, key = 0x6ED9EBA1;
            else if (i < 60) mixed = (b & c) | (b & d) | (c & d), key = 0x8F1BBCDC;
            else mixed = b ^ c ^ d, key = 0xCA62C1D6;
            uint32_t next = rotated(a, 5) + mixed + e + key + words[i];
            e = d, d = c, c = rotated(b, 30), b = a, a = next;
        }
        state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e;
    }
    for (int i = 0; i < 20; i++) digest[i] = (uint8_t)(state[i / 4] >> (24 - i % 4 * 8));
}

static void base64(const uint8_t digest[20], char out[29]) {
    const char *letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint8_t padded[21] = {0};
    memcpy(padded, digest, 20);
    for (int i = 0; i < 7; i++) {
        uint32_t three = (uint32_t)padded[3 * i] << 16 | padded[3 * i + 1] << 8 | padded[3 * i + 2];
        for (int j = 0; j < 4; j++) out[4 * i + j] = letters[three >> (18 - 6 * j) & 63];
    }
    out[27] = '=', out[28] = 0;
}

static void listen_for(int fd, uint32_t events) {
    struct epoll_event event = {.events = events, .data.fd = fd};
    if (epoll_ctl(epoll_fd, EPOLL_CTL_MOD, fd, &event)) epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event);
}

static void hang_up(int fd) {
    free(clients[fd].rest), free(clients[fd].out);
    clients[fd] = (struct client){0};
    close(fd);
}

static void write_to(int fd, const uint8_t *data, size_t size) {
    struct client *one = &clients[fd];
    ssize_t sent = one->out_size ? 0 : send(fd, data, size, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) {
        if (errno != EAGAIN) return;  // its end comes as an event
        sent = 0;
    }
    if ((size_t)sent == size) return;
    one->out = realloc(one->out, one->out_size + size - (size_t)sent);
    if (!one->out) abort();
    memcpy(one->out + one->out_size, data + sent, size - (size_t)sent);
    if (!one->out_size) listen_for(fd, EPOLLIN | EPOLLOUT);
    one->out_size += size - (size_t)sent;
}

static void write_rest(int fd) {
    struct client *one = &clients[fd];
    ssize_t sent = send(fd, one->out, one->out_size, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent <= 0) return;
    one->out_size -= (size_t)sent;
    memmove(one->out, one->out + sent, one->out_size);
    if (!one->out_size) listen_for(fd, EPOLLIN);
}

static void flush_batch(void) {
    for (int fd = 0; batch_size && fd < fds_end; fd++)
        if (clients[fd].in) write_to(fd, batch, batch_size);
    batch_size = 0;
}

// One message for everybody: a text frame without a mask.
static void add(const uint8_t *payload, size_t size) {
    if (batch_size + size + 4 > BATCH_BYTES) flush_batch();
    batch[batch_size++] = 0x81;
    if (size < 126) batch[batch_size++] = (uint8_t)size;
    else batch[batch_size++] = 126, batch[batch_size++] = (uint8_t)(size >> 8), batch[batch_size++] = (uint8_t)size;
    memcpy(batch + batch_size, payload, size);
    batch_size += size;
}

// How many bytes the handshake took; 0 while it is not whole.
static size_t shake(int fd, uint8_t *data, size_t size) {
    uint8_t *end = memmem(data, size, "\r\n\r\n", 4);
    if (!end) return 0;
    *end = 0;
    char *key = strcasestr((char *)data, "sec-websocket-key: ");
    char joined[64] = {0}, accept[29], answer[256];
    uint8_t digest[20];
    if (key) snprintf(joined, sizeof joined, "%.24s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", key + 19);
    sha1((uint8_t *)joined, strlen(joined), digest);
    base64(digest, accept);
    int length = snprintf(answer, sizeof answer,
                          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Accept: %s\r\n\r\n\x81\x07welcome", accept);
    write_to(fd, (uint8_t *)answer, (size_t)length);
    clients[fd].in = 1;
    return (size_t)(end + 4 - data);
}

// How many bytes the frame at `data` took; 0 while it is not whole, -1 when that was the last one.
static ssize_t hear(uint8_t *data, size_t size) {
    if (size < 2) return 0;
    size_t length = data[1] & 127, start = 2;
    if (length == 127) return -1;
    if (length == 126) {
        if (size < 4) return 0;
        length = (size_t)data[2] << 8 | data[3], start = 4;
    }
    if (size < start + 4 + length) return 0;
    uint8_t *mask = data + start, *payload = mask + 4;
    if ((data[0] & 15) == 8) return -1;
    for (size_t i = 0; i < length; i++) payload[i] ^= mask[i & 3];
    if ((data[0] & 15) == 1) add(payload, length);
    return (ssize_t)(start + 4 + length);
}

static void read_from(int fd) {
    static uint8_t buffer[2 * READ_BYTES];
    struct client *one = &clients[fd];
    memcpy(buffer, one->rest, one->rest_size);
    ssize_t got = recv(fd, buffer + one->rest_size, READ_BYTES, MSG_DONTWAIT);
    if (got <= 0) {
        if (got == 0 || errno != EAGAIN) hang_up(fd);
        return;
    }
    size_t at = 0, size = one->rest_size + (size_t)got;
    while (at < size) {
        ssize_t took = one->in ? hear(buffer + at, size - at) : (ssize_t)shake(fd, buffer + at, size - at);
        if (took < 0) return hang_up(fd);
        if (took == 0) break;
        at += (size_t)took;
    }
    one->rest_size = size - at;
    if (one->rest_size > READ_BYTES) return hang_up(fd);
    if (one->rest_size) {
        one->rest = realloc(one->rest, one->rest_size);
        if (!one->rest) abort();
        memcpy(one->rest, buffer + at, one->rest_size);
    }
}

static void let_in(int door) {
    int fd = accept(door, NULL, NULL), yes = 1;
    if (fd < 0) return;
    if (fd >= CLIENTS_MAX) {
        close(fd);
        return;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    clients[fd] = (struct client){.open = 1};
    if (fd >= fds_end) fds_end = fd + 1;
    listen_for(fd, EPOLLIN);
}

int main(void) {
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int door = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(door, (struct sockaddr *)&address, size) || listen(door, 4096)) return perror("limit"), 1;
    getsockname(door, (struct sockaddr *)&address, &size);
    epoll_fd = epoll_create1(0);
    listen_for(door, EPOLLIN);
    printf("{\"port\":%d}\n", ntohs(address.sin_port));
    fflush(stdout);
    for (;;) {
        struct epoll_event events[EVENTS_MAX];
        int count = epoll_wait(epoll_fd, events, EVENTS_MAX, -1);
        for (int i = 0; i < count; i++) {
            int fd = events[i].data.fd;
            if (fd == door) let_in(door);
            else {
                if (events[i].events & EPOLLOUT && clients[fd].out_size) write_rest(fd);
                if (events[i].events & ~(uint32_t)EPOLLOUT && clients[fd].open) read_from(fd);
            }
        }
        flush_batch();
    }
}
