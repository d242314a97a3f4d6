/* Lets calls on a program's files fail: preloaded (ld.so(8)) before it, told by its environment what is to fail.
 * Names with LD_ reach the confined worker, too; so does fstat(2) itself, where libc would take another call.
 *
 *   LD_FAULT_IN      "worker" or "parent", if it is to fail in that process only
 *   LD_FAULT_CALL    which call, by its name; "getppid" is made where calls on files are, as a new C library might; "read" and "write" are all that do so, "tmpfile" is openat with O_TMPFILE
 *   LD_FAULT_AT      the first call that fails, counted from 1
 *   LD_FAULT_COUNT   how many fail
 *   LD_FAULT_ERRNO   the error number; 0 for a transfer that is only half done; -1 for the end of the process, by SIGKILL
 *   LD_FAULT_LENGTH  length of the regular files that are meant; block devices and folders are meant in any case; of mappings
 *   LD_FAULT_NO_TMPFILE  set where the file system has no O_TMPFILE
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long calls;
static const char *here = "parent";

__attribute__((constructor)) static void find_out(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "worker") == 0)
        here = "worker";
}

static long number(const char *name)
{
    const char *text = getenv(name);
    return text ? atol(text) : 0;
}

/* Whether this call is one that fails. */
static int fails(const char *call, const char *kind)
{
    const char *chosen = getenv("LD_FAULT_CALL"), *place = getenv("LD_FAULT_IN");
    if (!chosen || (place && strcmp(place, here) != 0) || (strcmp(chosen, call) != 0 && strcmp(chosen, kind) != 0))
        return 0;

    long count = atomic_fetch_add(&calls, 1) + 1, at = number("LD_FAULT_AT");
    if (count < at || count - at >= number("LD_FAULT_COUNT"))
        return 0;

    errno = (int)number("LD_FAULT_ERRNO");
    if (errno < 0)
        kill(getpid(), SIGKILL);
    return 1;
}

static int fails_on(const char *call, const char *kind, int fd)
{
    struct stat status;
    int error = errno;
    if (fails("getppid", ""))
        syscall(SYS_getppid);
    int meant = syscall(SYS_fstat, fd, &status) == 0 && (!S_ISREG(status.st_mode) || status.st_size == number("LD_FAULT_LENGTH"))
        && !S_ISCHR(status.st_mode) && !S_ISFIFO(status.st_mode) && !S_ISSOCK(status.st_mode);
    errno = error;
    return meant && fails(call, kind);
}

#define REAL(call) ((__typeof__(&call))dlsym(RTLD_NEXT, #call))

#define TRANSFER(call, kind, type)                               \
    ssize_t call(int fd, type buffer, size_t length, off_t at)   \
    {                                                            \
        if (fails_on(#call, kind, fd)) {                         \
            if (errno != 0)                                      \
                return -1;                                       \
            length = (length + 1) / 2;                           \
        }                                                        \
        return REAL(call)(fd, buffer, length, at);               \
    }

#define VECTORED(call, kind)                                                   \
    ssize_t call(int fd, const struct iovec *vectors, int count, off_t at)     \
    {                                                                          \
        if (fails_on(#call, kind, fd)) {                                       \
            if (errno != 0)                                                    \
                return -1;                                                     \
            count = (count + 1) / 2;                                           \
        }                                                                      \
        return REAL(call)(fd, vectors, count, at);                             \
    }

#define ON_FILE(call, parameters, arguments)                                   \
    int call parameters                                                        \
    {                                                                          \
        return fails_on(#call, #call, fd) ? -1 : REAL(call) arguments;                \
    }

TRANSFER(pread, "read", void *)
TRANSFER(pwrite, "write", const void *)
VECTORED(preadv, "read")
VECTORED(pwritev, "write")
ON_FILE(fsync, (int fd), (fd))
ON_FILE(fdatasync, (int fd), (fd))
ON_FILE(fallocate, (int fd, int mode, off_t at, off_t length), (fd, mode, at, length))

/* Called while the file has no length yet. */
int ftruncate(int fd, off_t length)
{
    return length == number("LD_FAULT_LENGTH") && fails("ftruncate", "") ? -1 : REAL(ftruncate)(fd, length);
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
    return fails("linkat", "") ? -1 : REAL(linkat)(from_folder, from, to_folder, to, flags);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
    return fails("renameat", "") ? -1 : REAL(renameat)(from_folder, from, to_folder, to);
}

int open(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    struct stat status;
    int is_meant = !(flags & (O_CREAT | __O_TMPFILE)) && stat(path, &status) == 0 && S_ISREG(status.st_mode)
        && status.st_size == number("LD_FAULT_LENGTH");
    return is_meant && fails("open", "") ? -1 : REAL(open)(path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    if ((flags & O_TMPFILE) == O_TMPFILE) {
        if (fails("tmpfile", ""))
            return -1;
        if (getenv("LD_FAULT_NO_TMPFILE")) {
            errno = EOPNOTSUPP;
            return -1;
        }
    }
    return REAL(openat)(folder, path, flags, mode);
}

int statx(int folder, const char *path, int flags, unsigned mask, struct statx *status)
{
    return fails("statx", "") ? -1 : REAL(statx)(folder, path, flags, mask, status);
}

/* What a host can be short of. */

#define PLAIN(call, parameters, arguments)                                     \
    int call parameters                                                        \
    {                                                                          \
        return fails(#call, "") ? -1 : REAL(call) arguments;                   \
    }

/* They return the error number. */
#define RETURNING(call, parameters, arguments)                                 \
    int call parameters                                                        \
    {                                                                          \
        return fails(#call, "") ? errno : REAL(call) arguments;                \
    }

PLAIN(eventfd, (unsigned value, int flags), (value, flags))
PLAIN(memfd_create, (const char *name, unsigned flags), (name, flags))
PLAIN(socketpair, (int domain, int type, int protocol, int ends[2]), (domain, type, protocol, ends))
PLAIN(setrlimit, (__rlimit_resource_t resource, const struct rlimit *limit), (resource, limit))
RETURNING(posix_spawn, (pid_t *id, const char *path, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attributes,
    char *const arguments[], char *const environment[]), (id, path, actions, attributes, arguments, environment))
RETURNING(pthread_create, (pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *), void *argument),
    (thread, attributes, start, argument))

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    return fails("sendmsg", "") ? -1 : REAL(sendmsg)(fd, message, flags);
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    return fails("recvmsg", "") ? -1 : REAL(recvmsg)(fd, message, flags);
}

void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t at)
{
    if (length == (size_t)number("LD_FAULT_LENGTH") && fails("mmap", ""))
        return MAP_FAILED;
    return (void *)syscall(SYS_mmap, address, length, protection, flags, fd, at); /* dlsym may map memory */
}

int fcntl(int fd, int command, ...)
{
    va_list arguments;
    va_start(arguments, command);
    long argument = va_arg(arguments, long);
    va_end(arguments);
    return (command == F_ADD_SEALS || command == F_DUPFD_CLOEXEC) && fails("fcntl", "") ? -1 : REAL(fcntl)(fd, command, argument);
}

/* Calls without a function in libc, by the name of the first argument. */
long syscall(long call, ...)
{
    va_list arguments;
    va_start(arguments, call);
    long a[6];
    for (int i = 0; i < 6; i++)
        a[i] = va_arg(arguments, long);
    va_end(arguments);
    int has_failed = call == SYS_pidfd_open ? fails("pidfd_open", "")
        : call == SYS_landlock_create_ruleset && a[0] != 0 ? fails("landlock_create_ruleset", "")
        : call == SYS_seccomp && a[0] == SECCOMP_SET_MODE_FILTER && a[2] != 0 ? fails("seccomp", "")
        : 0;
    return has_failed ? -1 : REAL(syscall)(call, a[0], a[1], a[2], a[3], a[4], a[5]);
}
