using PmCrm.LocalServers;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>
/// A program in place of <c>docker</c>, since a real engine is not everywhere that these tests run: it keeps a record of what it is asked,
/// and for a container it runs this machine's own server in the same way, its data kept over a stop and gone with the container.
/// </summary>
internal sealed class StandInEngine : IAsyncDisposable
{
    private const string Script = """
        #!/bin/sh
        set -eu
        state="$(dirname "$0")/state"
        echo "$*" >>"$state/asked"
        end() { # end NAME: the server and what it started
            [ -e "$state/$1/process" ] || return 0
            process=$(cat "$state/$1/process")
            kill -9 "$process" $(ps -o pid= --ppid "$process") 2>/dev/null || true
        }
        case $1 in
        info) [ ! -e "$state/no-engine" ] ;;
        image) exit 1 ;;
        pull) [ ! -e "$state/no-registry" ] || { echo "no route to the registry"; exit 1; } ;;
        create)
            shift
            while [ "${1#--}" != "$1" ]; do
                case $1 in --name) name=$2 ;; --publish) published=$2 ;; --label) label=$2 ;; esac
                shift 2
            done
            mkdir "$state/$name"
            echo "${label#*=}" >"$state/$name/owner"
            published=${published#127.0.0.1:}
            echo "${published%:*}" >"$state/$name/port"
            echo "$1" >"$state/$name/image"
            shift
            echo "$*" >"$state/$name/arguments"
            ;;
        start)
            cd "$state/$3"
            port=$(cat port)
            echo $$ >process
            case $(cat image) in
            pgvector/*)
                if [ ! -e initialized ]; then
                    {INITDB} >&2
                    echo "ready to accept connections, but only to set it up"
                    touch initialized
                fi
                exec {POSTGRES} -p "$port" $(cat arguments)
                ;;
            redis:*) exec {REDIS} --port "$port" --bind 127.0.0.1 --save '' --appendonly no ;;
            esac
            ;;
        kill) end "$2" ;;
        rm)
            end "$4"
            rm -rf "$state/$4"
            ;;
        ps) for owner in "$state"/*/owner; do [ ! -e "$owner" ] || echo "$(basename "${owner%/owner}") $(cat "$owner")"; done ;;
        *) exit 64 ;;
        esac
        """;

    private readonly string data;

    private StandInEngine(string folder, string data)
    {
        Folder = folder;
        this.data = data;
    }

    /// <summary>The folder of the program, to be put first in PATH.</summary>
    public string Folder { get; }

    /// <summary>The recorded calls, one line each.</summary>
    public string[] Asked => File.ReadAllLines(Path.Combine(State, "asked"));

    /// <summary>The names of the containers that exist.</summary>
    public IReadOnlyList<string> Containers => [.. Directory.GetDirectories(State).Select(folder => Path.GetFileName(folder))];

    private string State => Path.Combine(Folder, "state");

    /// <summary>Creates it. Skips the test if a server that it would run is not installed.</summary>
    public static async Task<StandInEngine> Create()
    {
        var postgres = PostgresPrograms.Find();
        var redis = InstalledRedis.Find();
        Assert.SkipWhen(postgres is null || redis is null, "PostgreSQL and Redis are not installed, which stand in for their images");
        var data = await postgres!.CreateFolder();
        var engine = new StandInEngine(Directory.CreateTempSubdirectory("pmcrm-engine-").FullName, data);
        Directory.CreateDirectory(engine.State);
        var inside = postgres.Inside(data);
        var initdb = Line(
            postgres.Command(
                "initdb",
                "-D",
                $"{inside}/data",
                "-U",
                "pmcrm",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync"
            )
        );
        var server = Line(postgres.Command("postgres", "-D", $"{inside}/data", "-k", inside, "-c", "listen_addresses=127.0.0.1"));
        var script = Path.Combine(engine.Folder, "docker");
        await File.WriteAllTextAsync(
            script,
            Script
                .Replace("{INITDB}", initdb, StringComparison.Ordinal)
                .Replace("{POSTGRES}", server, StringComparison.Ordinal)
                .Replace("{REDIS}", redis, StringComparison.Ordinal)
        );
        await ChildProcess.MustRun("chmod", "+x", script);
        return engine;
    }

    /// <summary>Makes every call fail, as a client without an engine does.</summary>
    public void TakeEngineAway() => File.WriteAllText(Path.Combine(State, "no-engine"), "");

    /// <summary>Makes pulling an image fail.</summary>
    public void TakeRegistryAway() => File.WriteAllText(Path.Combine(State, "no-registry"), "");

    /// <summary>Adds a container that another program created.</summary>
    public void AddContainer(string name, string owner)
    {
        Directory.CreateDirectory(Path.Combine(State, name));
        File.WriteAllText(Path.Combine(State, name, "owner"), owner + "\n");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        Directory.Delete(data, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string Line((string Program, IEnumerable<string> Arguments) command) =>
        string.Join(' ', [command.Program, .. command.Arguments]);
}
