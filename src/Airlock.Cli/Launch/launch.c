// What has to happen before the runtime starts: the standard streams are made sure of, an end before Main gets its
// sentence, and the worker of a job is started, so that its runtime starts on another core at the same time as this
// one's. Linked into the program, and run by the dynamic loader as a constructor (System V gABI, "Initialization and
// Termination Functions"; glibc passes the arguments of main).

#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

enum { channel_of_worker = 3, max_variables = 64, by_seccomp = 1 /* SYS_SECCOMP, asm-generic/siginfo.h */ };

static pid_t worker = -1;
static int channel = -1;

static int argument_count;
static char **argument_values;

// Whether the runtime has come so far as to say things itself.
static volatile sig_atomic_t main_has_begun;

// A program may be started with a standard stream closed. The next file that it opens would get the stream's number, and
// messages would be written into a disk image. What stands for standard output can't be written: a write fails with
// EBADF, as it would without.
static void fill_gaps(void)
{
    int fd;
    while ((fd = open("/dev/null", O_RDWR | O_CLOEXEC)) >= 0 && fd <= STDERR_FILENO)
        if (fd == STDOUT_FILENO) {
            close(fd);
            open("/dev/null", O_RDONLY);
        } else {
            fcntl(fd, F_SETFD, 0);
        }
    if (fd >= 0)
        close(fd);
}

static void say(const char *sentence)
{
    if (write(STDERR_FILENO, sentence, strlen(sentence)) < 0)
        return; // there is nowhere left to say it but the exit code
}

// The exit code that means that this host can't run the machine (ExitCode.HostUnsupported).
enum { host_unsupported = 3 };

static void say_that_nothing_starts(void)
{
    say("airlock: The .NET runtime can't start here: a limit on processes (ulimit -u), memory (ulimit -v) or descriptors "
        "(ulimit -n) is too low, or a seccomp filter refuses clone3; raise the limit or change the filter.\n");
}

// The runtime gives up by exit(255), without a word, or by abort().
__attribute__((destructor)) static void end_before_main(void)
{
    if (!main_has_begun) {
        say_that_nothing_starts();
        _exit(host_unsupported);
    }
}

static void on_abort(int number)
{
    (void)number;
    say_that_nothing_starts();
    _exit(host_unsupported);
}

// An interrupt before a job listens for it, and the second one to a job that does. Not SIGHUP, for which the runtime would
// call this first, and after which there is nobody to say it to.
static void on_interrupt(int number)
{
    say(number == SIGINT ? "airlock: Ended by SIGINT.\n" : "airlock: Ended by SIGTERM.\n");
    _exit(128 + number);
}

// What is ignored stays so, as nohup(1) wants it.
static void handle(int number, void (*handler)(int))
{
    struct sigaction action;
    if (sigaction(number, NULL, &action) != 0 || action.sa_handler != SIG_DFL)
        return;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    sigaction(number, &action, NULL);
}

// Whether these arguments look like a job that wants a worker. If that is wrong, nothing comes of it.
static int wants_worker(int argc, char **argv)
{
    static const char *const jobs[] = {"copy", "run", "info", "convert", "digest", "map", "compare"};
    int is_job = 0;
    for (unsigned i = 0; argc >= 3 && i < sizeof jobs / sizeof *jobs; i++)
        is_job |= strcmp(argv[1], jobs[i]) == 0;
    if (!is_job)
        return 0;
    for (int i = 2; i < argc; i++)
        if (strcmp(argv[i], "--no-sandbox") == 0 || strcmp(argv[i], "--help") == 0)
            return 0;
    return 1;
}

// The worker's environment: what the C# side gives it, too (WorkerProcess.Environment).
static void choose_variables(char **from, char **to)
{
    int count = 0;
    to[count++] = "DOTNET_GCHeapHardLimit=6000000";
    to[count++] = "MALLOC_ARENA_MAX=1";
    for (; *from != NULL && count < max_variables - 1; from++)
        if (strncmp(*from, "LD_", 3) == 0)
            to[count++] = *from;
    to[count] = NULL;
}

// No stream, no descriptor but the channel, and blocked what a terminal sends to both (ChildProcess does the same).
static void start_worker(char **environment)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return;

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], channel_of_worker);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDWR, 0);
    posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&actions, channel_of_worker + 1);

    sigset_t blocked;
    sigemptyset(&blocked);
    const int signals[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXFSZ };
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        sigaddset(&blocked, signals[i]);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setsigmask(&attributes, &blocked);

    char *arguments[] = { "airlock", "worker", NULL };
    char *variables[max_variables];
    choose_variables(environment, variables);
    if (posix_spawn(&worker, "/proc/self/exe", &actions, &attributes, arguments, variables) == 0) {
        channel = ends[0];
    } else {
        worker = -1;
        close(ends[0]);
    }

    close(ends[1]);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
}

// A worker's forbidden system call: its filter lets this run instead. Tells the parent the number, and ends the process.
static void tell_forbidden_call(int signal, siginfo_t *info, void *context)
{
    (void)context;
    const struct { uint32_t kind, length; int32_t call; } record = { 9, sizeof(int32_t), info->si_syscall }; // RecordKind.Forbidden
    if (info->si_code == by_seccomp && write(channel_of_worker, &record, sizeof record) < 0)
        _exit(1);

    // Forbidden as well while the filter is there: a second such call, with the signal blocked, is the end.
    const struct sigaction standard = { .sa_handler = SIG_DFL };
    sigaction(signal, &standard, NULL);
    raise(signal);
}

static void watch_calls(void)
{
    struct sigaction action = { .sa_sigaction = tell_forbidden_call, .sa_flags = SA_SIGINFO };
    sigaction(SIGSYS, &action, NULL);
}

// The runtime fills all of its data at its start (the section .hydrated): 430 pages, each a page fault, which is most of
// a start where faults are slow. One call does the same (Linux 5.14; without it, it is as before).
static void populate_data(void)
{
#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif
    extern char __bss_start[], _end[];
    uintptr_t page = 4096, start = (uintptr_t)__bss_start & -page, end = ((uintptr_t)_end + page - 1) & -page;
    madvise((void *)start, end - start, MADV_POPULATE_WRITE);
}

__attribute__((constructor)) static void launch(int argc, char **argv, char **environment)
{
    argument_count = argc;
    argument_values = argv;
    fill_gaps();
    handle(SIGABRT, on_abort);
    if (argc != 2 || strcmp(argv[1], "worker") != 0) {
        handle(SIGINT, on_interrupt);
        handle(SIGTERM, on_interrupt);
    }
    if (wants_worker(argc, argv))
        start_worker(environment);
    if (argc == 2 && strcmp(argv[1], "worker") == 0)
        watch_calls();
    populate_data();
}

// Tells the worker's process and this end of its channel, once; -1 if there is none.
pid_t airlock_take_worker(int *its_channel)
{
    pid_t id = worker;
    *its_channel = channel;
    worker = channel = -1;
    return id;
}

// From now on, whoever ends says why.
void airlock_main_has_begun(void)
{
    main_has_begun = 1;
    struct sigaction action;
    if (sigaction(SIGABRT, NULL, &action) == 0 && action.sa_handler == on_abort)
        signal(SIGABRT, SIG_DFL);
}

// Copies the bytes of an argument, of which the runtime's string keeps only what is UTF-8; tells how many there are.
size_t airlock_argument(int index, char *bytes, size_t size)
{
    if (index < 0 || index >= argument_count)
        return 0;
    size_t length = strlen(argument_values[index]);
    memcpy(bytes, argument_values[index], length < size ? length : size);
    return length;
}
